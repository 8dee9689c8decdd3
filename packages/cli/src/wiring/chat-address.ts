import { SaldovaktError } from "@saldovakt/domain";

/** A chat room's address from where it is kept. Whoever knows it writes to the room: it is never repeated. Throws `CHAT_ADDRESS_INVALID` (input). */
export function chatAddress(text: string, where: string): string {
  const address = text.trim();
  const url = URL.parse(address);
  if (url?.protocol === "https:" && url.username === "" && url.password === "" && !/\s/.test(address)) return address;
  throw new SaldovaktError(`${where} is not an https address`, {
    code: "CHAT_ADDRESS_INVALID",
    scope: "input",
    remedy: "give the address alone, as Slack or Teams shows it",
  });
}
