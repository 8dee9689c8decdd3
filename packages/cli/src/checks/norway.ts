import { type AccountAccess, dateIn, daysBetween, maskIdentity, parseIdentity } from "@saldovakt/domain";
import { clockFault, describeCredentials, expiryNotice } from "@saldovakt/maskinporten";
import { counted } from "../figures.ts";
import { readNorwegianAccess, skatteetatenAuthority, tokenRequest } from "../wiring/skatteetaten.ts";
import { accountToTry, milliseconds } from "./authority.ts";
import { lasting } from "./certificate.ts";
import { type Bench, present, type Well } from "./check.ts";

/** Whether Norwegian accounts are to be read at all. */
export const hasNorway = ({ loaded }: Bench): boolean => loaded?.configuration.skatteetaten !== undefined;

/** Whether key or certificate for Maskinporten can be read, and for how long they are good. */
export async function checkNorwegianKeys(bench: Bench): Promise<Well> {
  const { context } = bench;
  const access = await readNorwegianAccess(context, present(bench.loaded));
  const { kind, algorithm, keyBits, validTo, certificate, chainComplete } = await describeCredentials(access.secret);
  const accessOf = async (): Promise<AccountAccess | undefined> => bench.norwegianAccess;
  const authority = await skatteetatenAuthority(access, accessOf, context);
  bench.norway = { access, authority };
  if (authority.fault) throw authority.fault;
  const what = certificate ? `${certificate.subject}, issued by ${certificate.issuer}` : "a key registered on the client";
  const notes = chainComplete === false ? ["its issuer's certificate is not in the secret: add it after the own one"] : [];
  if (validTo === null) {
    const remedy = "when the registered key ends is not known: put the day into the secret as `keyValidTo`, and you are warned before it";
    return { what: `${what}, ${algorithm}, ${keyBits} bits`, notes: [...notes, remedy] };
  }
  const { daysLeft, warning } = expiryNotice(validTo, lasting(context).now());
  const end = dateIn(validTo, "Europe/Oslo");
  const renew = kind === "key" ? "register a new one on the client" : "order a new one";
  const ended = `it ended ${counted(Math.abs(daysBetween(end, dateIn(lasting(context).now(), "Europe/Oslo"))), "day")} ago: ${renew} now`;
  const soon = warning === "expired" ? [ended] : warning === null ? [] : [`it ends in ${counted(daysLeft, "day")}: ${renew} now`];
  const until = warning === "expired" ? `valid until ${end}, which is past` : `valid until ${end} (${counted(daysLeft, "day")})`;
  const doubt = warning === "expired" ? { doubtful: true as const } : {};
  return { what: `${what}, ${algorithm}, ${keyBits} bits, ${until}`, notes: [...notes, ...soon], ...doubt };
}

/** Whether Maskinporten takes the client, its key and the scope. Nobody's system user is asked for. */
export async function checkNorwegianToken(bench: Bench): Promise<Well> {
  const { access, authority } = present(bench.norway);
  const ms = await milliseconds(() => authority.maskinporten.token({ scopes: [access.scope] }));
  const clock = clockFault(authority.maskinporten.clock());
  return {
    what: `${new URL(access.maskinporten.issuer).host} gave a token for ${access.scope} within ${ms} ms`,
    notes: clock === null ? [] : [`${clock}: let it be set by NTP`],
  };
}

/** Whether one organisation can be read: its system user, its delegation, and the figures behind them. */
export async function checkNorwegianAccount(bench: Bench): Promise<Well | string> {
  const { access, authority } = present(bench.norway);
  const tried = await accountToTry(bench, "skatteetaten");
  if (typeof tried === "string") return tried;
  if (tried.access) bench.norwegianAccess = tried.access;
  const ms = await milliseconds(() => authority.source.read(tried.identity));
  const { systemUser, consumerOrg } = tokenRequest(access, tried.identity, tried.access);
  const masked = (org: string): string => maskIdentity(parseIdentity(org));
  const by = [
    ...(systemUser ? [`by the system user of ${systemUser.org === tried.identity ? "its own" : masked(systemUser.org)}`] : []),
    ...(consumerOrg === undefined ? [] : [`by what ${masked(consumerOrg)} has delegated`]),
  ];
  return { what: [`${tried.name} was read at ${new URL(access.skatteetaten.apiUrl).host} within ${ms} ms`, ...by].join(", ") };
}
