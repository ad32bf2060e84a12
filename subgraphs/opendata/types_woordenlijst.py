"""The EU vocabularies as enums of the graph."""

from enum import Enum

import strawberry


@strawberry.enum(description="Waar een dataset over gaat, volgens de themalijst van de Europese Unie.")
class Thema(Enum):
    LANDBOUW_EN_VOEDING = strawberry.enum_value("AGRI", description="Landbouw, visserij, bosbouw en voeding.")
    ECONOMIE_EN_FINANCIEN = strawberry.enum_value("ECON", description="Economie en financiën.")
    ONDERWIJS_CULTUUR_EN_SPORT = strawberry.enum_value("EDUC", description="Onderwijs, cultuur en sport.")
    ENERGIE = strawberry.enum_value("ENER", description="Energie.")
    MILIEU = strawberry.enum_value("ENVI", description="Milieu, groen, water en afval.")
    BESTUUR = strawberry.enum_value("GOVE", description="Overheid en openbare sector.")
    GEZONDHEID = strawberry.enum_value("HEAL", description="Gezondheid en zorg.")
    INTERNATIONAAL = strawberry.enum_value("INTR", description="Internationale aangelegenheden.")
    JUSTITIE_EN_VEILIGHEID = strawberry.enum_value("JUST", description="Justitie en openbare veiligheid.")
    REGIO_EN_STAD = strawberry.enum_value("REGI", description="Regio, stad en bouwen.")
    BEVOLKING_EN_SAMENLEVING = strawberry.enum_value("SOCI", description="Bevolking en samenleving.")
    WETENSCHAP_EN_TECHNOLOGIE = strawberry.enum_value("TECH", description="Wetenschap en technologie.")
    VERKEER_EN_VERVOER = strawberry.enum_value("TRAN", description="Verkeer en vervoer.")


@strawberry.enum(description="Hoe vaak een dataset wordt bijgewerkt.")
class Frequentie(Enum):
    CONTINU = strawberry.enum_value("CONT", description="Voortdurend.")
    ELK_UUR = strawberry.enum_value("HOURLY", description="Elk uur.")
    DAGELIJKS = strawberry.enum_value("DAILY", description="Elke dag.")
    WEKELIJKS = strawberry.enum_value("WEEKLY", description="Elke week.")
    TWEEWEKELIJKS = strawberry.enum_value("BIWEEKLY", description="Elke twee weken.")
    MAANDELIJKS = strawberry.enum_value("MONTHLY", description="Elke maand.")
    TWEEMAANDELIJKS = strawberry.enum_value("BIMONTHLY", description="Elke twee maanden.")
    PER_KWARTAAL = strawberry.enum_value("QUARTERLY", description="Elk kwartaal.")
    HALFJAARLIJKS = strawberry.enum_value("ANNUAL_2", description="Twee keer per jaar.")
    JAARLIJKS = strawberry.enum_value("ANNUAL", description="Elk jaar.")
    TWEEJAARLIJKS = strawberry.enum_value("BIENNIAL", description="Elke twee jaar.")
    ONREGELMATIG = strawberry.enum_value("IRREG", description="Als er aanleiding voor is.")
    NIET_MEER = strawberry.enum_value("NEVER", description="Niet meer: dit is de laatste versie.")
    ANDERS = strawberry.enum_value("OTHER", description="Met een andere regelmaat.")
    ONBEKEND = strawberry.enum_value("UNKNOWN", description="Dat is niet vastgelegd.")


@strawberry.enum(description="Wie bij de gegevens zelf mag.")
class Toegangsrechten(Enum):
    OPENBAAR = strawberry.enum_value("PUBLIC", description="Iedereen.")
    BEPERKT = strawberry.enum_value("RESTRICTED", description="Wie aan voorwaarden voldoet.")
    NIET_OPENBAAR = strawberry.enum_value("NON_PUBLIC", description="Alleen de overheid zelf.")


@strawberry.enum(description="Hoelang een distributie beschikbaar blijft.")
class Beschikbaarheid(Enum):
    BLIJVEND = strawberry.enum_value("STABLE", description="Blijvend.")
    BESCHIKBAAR = strawberry.enum_value("AVAILABLE", description="Voor de komende jaren.")
    PROEF = strawberry.enum_value("EXPERIMENTAL", description="Zolang een proef duurt.")
    TIJDELIJK = strawberry.enum_value("TEMPORARY", description="Tijdelijk.")


@strawberry.enum(description="De volgorde van een lijst met datasets.")
class Datasetvolgorde(Enum):
    TITEL = strawberry.enum_value("titel", description="Op titel.")
    RELEVANTIE = strawberry.enum_value(
        "relevantie",
        description="Wat het beste past bij de gezochte woorden voorop; zonder woorden op titel.",
    )
    WIJZIGINGSDATUM = strawberry.enum_value("wijzigingsdatum", description="Het laatst bijgewerkt voorop.")
