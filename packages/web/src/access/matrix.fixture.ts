import type { PrincipalKind } from "@saldovakt/domain";

// What is expected of every route, by what it does and who asks: written apart from the table that decides, so that neither is made of the other.

/**
 * `on`: what it is done to. `x`: may, as far as their reach goes; `.`: may not, ever. An action `on all` is for those alone who reach every account.
 *
 * Of keys the columns are scopes; `system` is a program that an authority vouches for, `open` whoever reaches pages without sign-in.
 */
const TABLE = `
action              on      reader adviser owner  read fresh write admin calendar  system link open
service.read        nothing x      x       x      x    x     x     x     x         x      x    x
session.begin       nothing x      x       x      x    x     x     x     x         x      x    x
session.end         nothing x      x       x      x    x     x     x     x         x      x    x
notices.stop        nothing x      x       x      x    x     x     x     x         x      x    x
accounts.list       own     x      x       x      x    x     x     .     .         x      .    x
account.read        account x      x       x      x    x     x     .     .         x      x    x
account.ask         account x      x       x      x    x     x     .     .         x      .    x
account.refresh     account .      x       x      .    x     .     .     .         .      .    x
account.change      account .      x       x      .    .     x     .     .         .      .    x
account.add         all     .      .       x      .    .     x     .     .         .      .    x
account.remove      account .      .       x      .    .     x     .     .         .      .    x
statement.form      own     .      x       x      .    .     x     .     .         .      .    x
statement.import    account .      x       x      .    .     x     .     .         .      .    x
payment.register    account .      x       x      .    .     x     .     .         .      .    x
payment.withdraw    account .      x       x      .    .     x     .     .         .      .    x
alert.acknowledge   account .      x       x      .    .     x     .     .         .      .    x
calendar.make       account .      x       x      .    .     x     .     .         .      .    x
calendar.read       own     .      .       .      .    .     .     .     x         .      .    .
recipients.read     own     .      x       x      x    x     x     .     .         .      .    x
recipients.change   own     .      x       x      .    .     x     .     .         .      .    x
users.read          all     .      .       x      .    .     .     x     .         .      .    .
users.change        all     .      .       x      .    .     .     x     .         .      .    .
groups.read         all     .      .       x      .    .     .     x     .         .      .    .
groups.change       all     .      .       x      .    .     .     x     .         .      .    .
invitations.read    all     .      .       x      .    .     .     x     .         .      .    .
invitations.change  all     .      .       x      .    .     .     x     .         .      .    .
audit.read          all     .      .       x      .    .     .     x     .         .      .    .
`;

const [head = [], ...rows] = TABLE.trim()
  .split("\n")
  .map((line) => line.split(/ +/));
export const COLUMNS = head.slice(2);
export const EXPECTED = new Map(rows.map(([action = "", on = "", ...cells]) => [action, { on, cells }]));

export interface Who {
  readonly kind: PrincipalKind | "nobody";
  readonly column: (typeof COLUMNS)[number];
  readonly reach: "own" | "all" | "none";
  /** Where they can come at all: a link opens pages, a token the API. */
  readonly api: boolean;
  readonly pages: boolean;
}

const key = (column: string, reach: "own" | "all", pages = true): Who => ({ kind: "key", column, reach, api: true, pages });
const user = (column: string, reach: "own" | "all"): Who => ({ kind: "user", column, reach, api: true, pages: true });

/** Every kind of principal and every role or scope, reaching one account or all. */
export const EVERYBODY: Readonly<Record<string, Who>> = {
  reader: user("reader", "own"),
  adviser: user("adviser", "own"),
  owner: user("owner", "all"),
  "read key": key("read", "all"),
  "read key of one account": key("read", "own"),
  "fresh key of one account": key("fresh", "own"),
  "write key": key("write", "all"),
  "write key of one account": key("write", "own"),
  "admin key": key("admin", "all", false),
  "admin key of one account": key("admin", "own", false),
  "calendar key": key("calendar", "own", false),
  "system user": { kind: "system-user", column: "system", reach: "own", api: true, pages: false },
  "link to one account": { kind: "link", column: "link", reach: "own", api: false, pages: true },
  "open pages": { kind: "open", column: "open", reach: "all", api: false, pages: true },
  nobody: { kind: "nobody", column: "", reach: "none", api: false, pages: false },
  "somebody shut out": { kind: "nobody", column: "", reach: "none", api: false, pages: false },
  "a key revoked": { kind: "nobody", column: "", reach: "none", api: false, pages: false },
};
