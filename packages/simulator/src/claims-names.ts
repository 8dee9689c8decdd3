/* Names nobody would register: a bird's, a beast's or a plant's, and a trade. Those of the demo are written out in the profiles. */
const OWNERS = [
  ["Blåveisens", "Fjellrevens", "Gaupas", "Hubroens", "Isbreens", "Lommens", "Måltrostens", "Multemyras"],
  ["Nattravnens", "Oterens", "Rypas", "Svartbakkens", "Tyttebærets", "Vinterbærets", "Åkerriksas", "Ørekytas"],
].flat();

const TRADES = ["Bakeri", "Bygg", "Regnskap", "Transport", "Maling", "Møbler", "Hage", "Seil", "Instrument", "Trykk", "Rør"];

/** An invented company name for a place in the list; with its number after the first round through all combinations. */
export function norwegianName(index: number, soleTrader: boolean): string {
  const owner = OWNERS[index % OWNERS.length];
  const trade = TRADES[Math.floor(index / OWNERS.length) % TRADES.length];
  const round = Math.floor(index / (OWNERS.length * TRADES.length));
  return `${owner} ${trade}${round === 0 ? "" : ` ${round + 1}`} ${soleTrader ? "ENK" : "AS"}`;
}
