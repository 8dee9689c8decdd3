import {
  type Account,
  type AccountAccess,
  amountDocument,
  checkedAccess,
  inputError,
  type Policy,
  type SourceName,
  type SystemUserReference,
  toSaldovaktError,
} from "@saldovakt/domain";
import { addWatchedAccount, changeAccount, removeAccount, renewAccount } from "@saldovakt/service";
import type { Context } from "hono";
import type * as z from "zod";
import { amountIn } from "../amounts.ts";
import { aboutBody, bodyInvalid, type Fields, readBody } from "../body.ts";
import { conditionalJson } from "../conditional.ts";
import { currencyOf } from "../currency.ts";
import { refuse } from "../problem.ts";
import { readQuery } from "../query.ts";
import type * as shapes from "../shapes/index.ts";
import type { Answer, Asking } from "./asking.ts";

/** The fields that use cases complain of, by the beginning of their codes. */
const FIELDS: Fields = { IDENTITY: "identity", SOURCE_NOT: "identity", SOURCE: "source", NAME: "name", PAY_FROM: "payFrom" };

/** What is refused of a change to an account that the configuration lists, and nothing else of it. */
const NAME_CONFIGURED = {
  detail: "Of an account that the configuration lists, `name` cannot be changed here; nothing of the request was done.",
  errors: [
    {
      field: "name",
      detail: "is the configuration's",
      remedy: "change it in the configuration's `accounts`, and leave it out of the request",
    },
  ],
};

const SHOWN_OF_IBAN = 4;

/** As it is watched. Its identity is shown to nobody, and of the bank account no more than tells it from another. */
export function accountDocument(account: Account) {
  const { id, name, source, reading, origin, addedAt, policy = {}, payFrom } = account;
  const { reserve, ...others } = policy;
  return {
    id,
    name,
    source,
    reading: reading ?? "authority",
    origin,
    addedAt,
    policy: { ...(reserve === undefined ? {} : { reserve: amountDocument(currencyOf(account), reserve) }), ...others },
    payFrom: payFrom ? { iban: `${payFrom.iban.slice(0, 2)}…${payFrom.iban.slice(-SHOWN_OF_IBAN)}`, bic: payFrom.bic } : null,
  };
}

type Change = z.output<typeof shapes.PolicyChange>;
type Access = Pick<z.output<typeof shapes.NewAccount>, "systemUser" | "consumerOrg">;

/** The policy of a body with its amount in the account's own currency. */
function policyIn(c: Context, { reserve, ...others }: Change, account: { readonly source: SourceName }) {
  const kept = reserve === undefined ? {} : { reserve: reserve === null ? null : amountIn(c, "policy.reserve", reserve, account) };
  return { ...others, ...kept };
}

/** Twelve digits mean Sweden; the use case says what is wrong with others. */
const sourceOf = (identity: string): SourceName => (identity.replace(/\s/g, "").length === 9 ? "skatteetaten" : "skatteverket");

const noStatements = (c: Context) =>
  bodyInvalid(c, [
    {
      field: "reading",
      code: "STATEMENT_NOT_OFFERED",
      detail: "statements can be imported for Swedish tax accounts only",
      remedy: "leave `reading` out",
    },
  ]);

/** Whose access opens a Norwegian account. */
async function accessIn(c: Context, { systemUser, consumerOrg }: Access, source: SourceName): Promise<AccountAccess | undefined> {
  const field = systemUser ? "systemUser" : "consumerOrg";
  return aboutBody(c, { ACCESS: field, IDENTITY: field }, async () => {
    const access = checkedAccess({
      ...(systemUser && { systemUser: defined(systemUser) as typeof systemUser & SystemUserReference }),
      ...(consumerOrg === undefined ? {} : { consumerOrg }),
    });
    if (access && source !== "skatteetaten") {
      throw inputError("ACCESS_INVALID", "system users and delegations are for Norwegian accounts alone", "leave it out");
    }
    return access;
  });
}

/** The accounts watched: added, changed, removed. */
export const accountAnswers = (asking: Asking) => {
  const { ports } = asking;
  return {
    async addAccount(c) {
      await asking.enter(c, "addAccount");
      readQuery(c, []);
      const { NewAccount } = await import("../shapes/index.ts");
      const { identity, name, source, reading, policy, payFrom, ...access } = await readBody(c, NewAccount);
      if (reading === "statement" && sourceOf(identity) !== "skatteverket") throw noStatements(c);
      const wanted = {
        identity: identity.trim(),
        ...(name === undefined ? {} : { name }),
        ...(source === undefined ? {} : { source }),
        ...(reading === undefined ? {} : { reading }),
        ...(policy === undefined ? {} : { policy: defined(policyIn(c, policy, { source: sourceOf(identity) })) as Partial<Policy> }),
        ...(payFrom === undefined ? {} : { payFrom }),
      };
      const kept = await accessIn(c, access, sourceOf(identity));
      const { random, offered, watch } = ports;
      const book = {
        ...ports.book,
        addAccount: (account: Account) => ports.book.addAccount({ ...account, ...(kept && { access: kept }) }),
      };
      const { account, added } = await aboutBody(c, FIELDS, () => addWatchedAccount(wanted, { book, clock: watch.clock, random, offered }));
      await asking.gate.made(c, { account: account.id });
      return c.json(accountDocument(account), added ? 201 : 200, { location: `/v1/accounts/${account.id}` });
    },

    account: asking.about("account", async ({ c, account }) => conditionalJson(c, accountDocument(account))),

    async changeAccount(c) {
      const asker = await asking.enter(c, "changeAccount");
      readQuery(c, []);
      const { AccountChange } = await import("../shapes/index.ts");
      const { name, policy, payFrom } = await readBody(c, AccountChange);
      const given = { name, policy, "pay-from": payFrom };
      asking.gate.asks(
        c,
        (["name", "policy", "pay-from"] as const).filter((field) => given[field] !== undefined),
      );
      const account = await asking.account(c, asker);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(policy === undefined ? {} : { policy: policy && policyIn(c, policy, account) }),
        ...(payFrom === undefined ? {} : { payFrom }),
      };
      const changed = await aboutBody(c, FIELDS, () => changeAccount(account, change, ports.book)).catch((thrown: unknown) => {
        throw toSaldovaktError(thrown).code === "ACCOUNT_CONFIGURED" ? refuse(c, "ACCOUNT_CONFIGURED", NAME_CONFIGURED) : thrown;
      });
      await renewAccount(changed, ports.watch);
      return c.json(accountDocument(changed));
    },

    removeAccount: asking.about("removeAccount", async ({ c, account }) => {
      if (!(await removeAccount(account, ports.book))) throw refuse(c, "ACCOUNT_UNKNOWN");
      return c.body(null, 204);
    }),
  } satisfies Record<string, Answer>;
};

const defined = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
