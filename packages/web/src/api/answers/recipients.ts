import { createHash } from "node:crypto";
import { type AccountId, epochMs, instant, may, type Principal, reachesAll, toSaldovaktError } from "@saldovakt/domain";
import { type AddedRecipient, byOf, reposted } from "@saldovakt/service";
import type { Context } from "hono";
import { bodyInvalid, readBody } from "../body.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import { type Known, recipientDocument, recipientOf, requireAdded, requireRecipient, seesAdded } from "../recipients.ts";
import type { RouteName } from "../route.ts";
import type { Answer, Asking } from "./asking.ts";

const SECRET_BYTES = 32;
/** How long a secret that was replaced signs beside the new one. */
const OVERLAP_MS = 86_400_000;
/** Every one of them signs every message: the new one, the one before, and one for a change that was begun anew. */
const MOST_SECRETS = 3;

/** Who is told: added, changed, removed, and let be told again. */
export const recipientAnswers = (asking: Asking) => {
  const { ports } = asking;
  const { recipients, configured, channels } = ports;

  const newSecret = (): string => `whsec_${Buffer.from(ports.random(SECRET_BYTES)).toString("base64")}`;

  /**
   * A recipient that is added by whoever reaches some accounts is one of their own, even if another is told at the same address: else they could find out, or take over, whom others
   * have added.
   */
  function keyOf(principal: Principal, channel: string, target: Readonly<Record<string, string>>): string {
    const own = ports.recipientKey(channel, target);
    if (reachesAll(principal)) return own;
    return createHash("sha256")
      .update(JSON.stringify([own, principal.id]))
      .digest("hex")
      .slice(0, own.length);
  }

  /** The accounts of a body. Throws `KEY_LIMITED` for all accounts by a limited key, and `BODY_INVALID` alike for unknown and closed ones. */
  async function accountsIn(c: Context, principal: Principal, given: readonly string[] | null): Promise<readonly AccountId[] | null> {
    if (!given?.length && !reachesAll(principal)) throw refuse(c, "KEY_LIMITED");
    const ids = given && [...new Set(given as readonly AccountId[])];
    const known = await Promise.all(
      (ids ?? []).map(async (id) => may(principal, "recipients.change", id).permitted && (await ports.watch.records.account(id)) !== null),
    );
    const wrong = known.indexOf(false);
    if (wrong < 0) return ids;
    throw bodyInvalid(c, [
      { field: `accounts.${wrong}`, detail: "is no account that you reach", remedy: "take the ids from GET /v1/accounts" },
    ]);
  }

  /** Throws `BODY_INVALID` for an address that no message would ever be sent to. */
  async function requireCallable(c: Context, url: string): Promise<void> {
    try {
      await ports.checkAddress(url);
    } catch (thrown) {
      const { code, message, remedy = "write it as https://host/path" } = toSaldovaktError(thrown);
      if (!code.startsWith("HTTP_")) throw thrown;
      throw bodyInvalid(c, [{ field: "url", code, detail: message, remedy }]);
    }
  }

  const documentOf = (added: AddedRecipient) => recipientDocument({ added }, ports);

  const about = (route: RouteName, answer: (c: Context, known: Known) => Promise<Response>): Answer => {
    return async (c) => {
      const { principal } = await asking.enter(c, route);
      readQuery(c, []);
      return answer(c, await requireRecipient(c, principal, ports));
    };
  };

  return {
    async listRecipients(c) {
      const { principal } = await asking.enter(c, "listRecipients");
      readQuery(c, []);
      const added = (await recipients.recipients()).filter((recipient) => seesAdded(principal, recipient));
      const all: readonly Known[] = [
        ...(reachesAll(principal) ? configured.map((recipient) => ({ configured: recipient })) : []),
        ...added.map((recipient) => ({ added: recipient })),
      ];
      return conditionalJson(c, { recipients: await Promise.all(all.map((known) => recipientDocument(known, ports))) });
    },

    async addRecipient(c) {
      const { principal } = await asking.enter(c, "addRecipient");
      readQuery(c, []);
      const { NewRecipient } = await import("../shapes/index.ts");
      const { channel, accounts, language, discreet, ...rest } = await readBody(c, NewRecipient);
      const target = rest as Readonly<Record<string, string>>;
      if (!channels.includes(channel)) throw refuse(c, "CHANNEL_NOT_OFFERED");
      if (target.url !== undefined) await requireCallable(c, target.url);
      const given = accounts === undefined ? undefined : await accountsIn(c, principal, accounts);
      const own = keyOf(principal, channel, target);
      if (configured.some((recipient) => recipient.key === own)) throw refuse(c, "RECIPIENT_CONFIGURED");
      const before = await recipients.recipient(own);
      // Only when somebody with a wider key has changed it since.
      if (before && !seesAdded(principal, before)) throw refuse(c, "KEY_LIMITED");
      const secret = channel === "webhook" && !before ? newSecret() : null;
      const told = given === undefined ? (before?.accounts ?? (before ? null : await accountsIn(c, principal, ownOf(principal)))) : given;
      const added: AddedRecipient = {
        ...before,
        key: own,
        channel,
        target: { ...before?.target, ...target },
        accounts: told,
        ...(language === undefined ? {} : { language }),
        ...(discreet === undefined ? {} : { discreet }),
        ...(secret === null ? {} : { secrets: [{ secret, until: null }] }),
        createdAt: before?.createdAt ?? ports.now(),
        ...reposted(before, byOf(principal)),
      };
      await recipients.putRecipient(added);
      await asking.gate.made(c, { about: own, ...(before ? { changes: changesIn({ accounts, language, discreet }) } : {}) });
      const document = await documentOf(added);
      return c.json({ ...document, ...(secret === null ? {} : { secret }) }, before ? 200 : 201, { location: `/v1/recipients/${own}` });
    },

    recipient: about("recipient", async (c, known) => conditionalJson(c, await recipientDocument(known, ports))),

    async changeRecipient(c) {
      const asker = await asking.enter(c, "changeRecipient");
      const { principal } = asker;
      readQuery(c, []);
      const { RecipientChange } = await import("../shapes/index.ts");
      const { accounts, language, discreet } = await readBody(c, RecipientChange);
      await asking.changing(c, asker, changesIn({ accounts, language, discreet }));
      const before = await requireAdded(c, principal, ports);
      const told = accounts === undefined ? before.accounts : await accountsIn(c, principal, accounts);
      const { language: spoken, discreet: quiet, ...rest } = before;
      const changed: AddedRecipient = {
        ...rest,
        accounts: told,
        ...orBefore("language", language, spoken),
        ...orBefore("discreet", discreet, quiet),
      };
      await recipients.putRecipient(changed);
      return c.json(await documentOf(changed));
    },

    async removeRecipient(c) {
      const { principal } = await asking.enter(c, "removeRecipient");
      readQuery(c, []);
      const { key: own } = await requireAdded(c, principal, ports);
      if (!(await recipients.removeRecipient(own))) throw refuse(c, "RECIPIENT_UNKNOWN");
      return c.body(null, 204);
    },

    async rotateSecret(c) {
      const { principal } = await asking.enter(c, "rotateSecret");
      readQuery(c, []);
      const before = await requireAdded(c, principal, ports);
      if (before.channel !== "webhook") throw refuse(c, "NO_SECRET");
      const now = ports.now();
      const until = instant(epochMs(now) + OVERLAP_MS);
      const older = (before.secrets ?? []).filter((each) => each.until === null || now < each.until);
      const secret = newSecret();
      const secrets = [{ secret, until: null }, ...older.map((each) => ({ ...each, until: each.until ?? until }))].slice(0, MOST_SECRETS);
      await recipients.putRecipient({ ...before, secrets });
      return c.json({ ...(await documentOf({ ...before, secrets })), secret });
    },

    enableRecipient: about("enableRecipient", async (c, known) => {
      await recipients.enableRecipient(recipientOf(known).key);
      return c.json(await recipientDocument(known, ports));
    }),
  } satisfies Record<string, Answer>;
};

/** What somebody reaches, as a list; null for everything. */
const ownOf = (principal: Principal): readonly AccountId[] | null =>
  principal.kind === "open" || principal.accounts === "all" ? null : [...principal.accounts];

const CHANGEABLE = ["accounts", "language", "discreet"] as const;

/** Which fields are given. */
const changesIn = (given: Partial<Readonly<Record<(typeof CHANGEABLE)[number], unknown>>>) =>
  CHANGEABLE.filter((field) => given[field] !== undefined);

/** A field of a change: absent it stays as it was, null it goes. */
function orBefore<Name extends string, T>(name: Name, given: T | null | undefined, before: T | undefined): Partial<Record<Name, T>> {
  const value = given === undefined ? before : given;
  return value === undefined || value === null ? {} : ({ [name]: value } as Record<Name, T>);
}
