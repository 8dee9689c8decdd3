/** An e-mail address with the name it is shown by. */
export interface Mailbox {
  /** Empty where there is none. */
  readonly name: string;
  readonly address: string;
}

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/**
 * Whether the text is an address mail can be sent to (RFC 5321, without quoted local parts and address literals, which nobody has). The domain may
 * be written in any script.
 */
export function isMailAddress(text: string): boolean {
  const [local = "", domain = "", ...more] = text.split("@");
  const labels = domain.split(".");
  return (
    more.length === 0 &&
    text.length <= 254 &&
    local.length <= 64 &&
    LOCAL.test(local) &&
    labels.length >= 2 &&
    labels.every((l) => LABEL.test(l))
  );
}

/** Reads `Saldovakt <alarm@example.se>` or a bare address; null when the text is neither. Quotes around the name are taken off. */
export function parseMailbox(text: string): Mailbox | null {
  const [, name, address] = /^([^<>]*)<([^<>]+)>$/.exec(text.trim()) ?? [null, "", text.trim()];
  const shown = (name ?? "").trim().replace(/^"(.*)"$/, "$1");
  if (address === undefined || !isMailAddress(address) || shown.length > 100 || /[\p{Cc}\p{Zl}\p{Zp}"\\]/u.test(shown)) return null;
  return { name: shown, address };
}
