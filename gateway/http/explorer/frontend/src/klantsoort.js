// Our customers, as a person reads them.
export const KLANTSOORT = { burger: "Burger", bedrijf: "Bedrijf", instelling: "Instelling" };
