-- One database for each part, under an account of its own: none can read another's.
CREATE ROLE gateway LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE persoonsgegevens LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE zaken LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE formulieren LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE opendata LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE website LOGIN PASSWORD 'ontwikkeling';
CREATE ROLE raadsinformatie LOGIN PASSWORD 'ontwikkeling';
CREATE DATABASE gateway OWNER gateway;
CREATE DATABASE persoonsgegevens OWNER persoonsgegevens;
CREATE DATABASE zaken OWNER zaken;
CREATE DATABASE formulieren OWNER formulieren;
CREATE DATABASE opendata OWNER opendata;
CREATE DATABASE website OWNER website;
CREATE DATABASE raadsinformatie OWNER raadsinformatie;
REVOKE ALL ON DATABASE gateway, persoonsgegevens, zaken, formulieren, opendata, website, raadsinformatie FROM PUBLIC;
