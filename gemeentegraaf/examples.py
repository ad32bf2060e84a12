"""EXAMPLES: queries to try on the demo, by audience. The explorer offers all, the terminal three."""

from gateway.http.explorer.config import Audience, Example

OPEN_DATA = Example(
    title="Open data",
    audience=Audience.IEDEREEN,
    query="""query OpenData {
  datasets(first: 3) {
    edges { node { titel themas } }
  }
}""",
    description="De eerste drie datasets die de gemeente publiceert. Zonder inloggen.",
)

MY_CASES = Example(
    title="Mijn overzicht",
    audience=Audience.BURGER,
    query="""query MijnOverzicht {
  ik {
    __typename
    weergavenaam
    zaken(first: 5) {
      edges { node { identificatie omschrijving status { omschrijving } } }
    }
    ... on NatuurlijkPersoon {
      naam { volledigeNaam }
    }
  }
}""",
    description="Wie u bent en hoe het met uw zaken staat: twee registraties, één antwoord.",
)

OUR_CASES = Example(
    title="Onze zaken",
    audience=Audience.BEDRIJF,
    query="""query OnzeZaken {
  ik {
    __typename
    weergavenaam
    zaken(first: 5) {
      edges { node { identificatie omschrijving voortgang { huidige { omschrijving } } } }
    }
    ... on Onderneming {
      kvkNummer
    }
  }
}""",
    description="De zaken van de onderneming waarvoor u bent ingelogd.",
)

THEIR_CASES = Example(
    title="Namens een ander",
    audience=Audience.BURGER,
    query="""query NamensEenAnder {
  ik {
    weergavenaam
    zaken(first: 5) {
      totaal
      edges { node { identificatie omschrijving zaaktype { omschrijving } } }
    }
  }
}""",
    description="Wie u vertegenwoordigt, met de zaken van de dienst waarvoor u gemachtigd bent.",
)

SERVICE_DESK = Example(
    title="Aan het loket",
    audience=Audience.IEDEREEN,
    query="""query AanHetLoket {
  product(id: "paspoort") {
    titel
    uniformeProductnaam { uri }
    kosten { omschrijving bedrag }
    benodigdheden
  }
  locatie(id: "stadhuis") {
    nuOpen
    volgendeWisseling { op open }
    dagen(aantal: 3) { datum reden tijdvakken { van tot } }
  }
}""",
    description="Wat een paspoort kost, wat u meeneemt, en of het stadhuis nu open is.",
)

COUNCIL = Example(
    title="De gemeenteraad",
    audience=Audience.IEDEREEN,
    query="""query DeGemeenteraad {
  vergaderingen(first: 3, orgaan: "gemeenteraad") {
    edges { node {
      naam
      status
      agendapunten { titel agendapunten { titel stemmingen { uitslag voor tegen } } }
    } }
  }
}""",
    description="De laatste vergaderingen van de raad, met agenda en stemmingen.",
)

FIRST_ROWS = Example(
    title="Zoeken in open data",
    audience=Audience.IEDEREEN,
    query="""query ZoekenInOpenData {
  datasets(first: 5, zoek: "groen", volgorde: RELEVANTIE) {
    totaal
    facetten { formaten { waarde aantal } }
    edges {
      node {
        titel
        distributies {
          formaat
          downloadUrl
          voorbeeld(rijen: 3) { kolommen { naam soort } rijen }
        }
      }
    }
  }
}""",
    description="Datasets over groen, waarmee je verder kunt kiezen, en de eerste rijen van hun bestanden.",
)

EXAMPLES = (OPEN_DATA, MY_CASES, OUR_CASES, THEIR_CASES, SERVICE_DESK, COUNCIL, FIRST_ROWS)
