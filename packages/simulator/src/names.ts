/*
 * Names nobody would register: a plant or an animal's, a thing it does not own, a trade. The twelve of the demo are written out.
 */
const OWNERS = [
  ["Blåklockans", "Grävlingens", "Hjortronmyrens", "Igelkottens", "Kantarellens", "Lingonrisets", "Nattskärrans", "Ormbunkens"],
  ["Pilgrimsfalkens", "Ripans", "Skogsstjärnans", "Tjäderns", "Uttrarnas", "Vattenklöverns", "Åkervindans", "Älvsippans"],
].flat();

const TRADES = [
  "Bygg",
  "Plåt",
  "Bageri",
  "Redovisning",
  "Åkeri",
  "Målning",
  "Möbler",
  "Trädgård",
  "Segel",
  "Instrument",
  "Tryck",
  "Vagnar",
];

/** An invented company name for a place in the list; with its number after the first round through all combinations. */
export function companyName(index: number): string {
  const owner = OWNERS[index % OWNERS.length];
  const trade = TRADES[Math.floor(index / OWNERS.length) % TRADES.length];
  const round = Math.floor(index / (OWNERS.length * TRADES.length));
  return `${owner} ${trade}${round === 0 ? "" : ` ${round + 1}`} AB`;
}

/** An invented sole trader's trading name. */
export const traderName = (index: number): string => companyName(index).replace(/ AB$/, ", enskild firma");
