import type { Action, ChangeCode } from "@saldovakt/domain";

export interface PageRoute {
  readonly method: "GET" | "POST";
  /** As Hono writes it. */
  readonly path: string;
  /** What is done by it: who may is decided by this and nothing else. */
  readonly action: Action;
  /** Which of the things its action stands for; `as asked`: the form says it, so that it is let in when that was read. */
  readonly changes?: readonly ChangeCode[] | "as asked";
  /** The account it is about stands in the request, so that it is let in when that was read. */
  readonly namesAccount?: true;
}

const get = (path: string, action: Action): PageRoute => ({ method: "GET", path, action });
const post = (path: string, action: Action, ...changes: readonly ChangeCode[]): PageRoute => ({
  ...{ method: "POST", path, action },
  ...(changes.length === 0 ? {} : { changes }),
});
const postAsAsked = (path: string, action: Action): PageRoute => ({ ...post(path, action), changes: "as asked" });

const ACCOUNT = "/accounts/:id";
const USER = "/people/users/:user";
const GROUP = "/people/groups/:group";

/** Every route of the pages. */
export const PAGE_ROUTES = {
  overview: get("/", "accounts.list"),
  account: get(ACCOUNT, "account.read"),
  accountCsv: get(`${ACCOUNT}/forecast.csv`, "account.read"),
  paymentFile: get(`${ACCOUNT}/payment.xml`, "account.read"),
  paymentCode: get(`${ACCOUNT}/payment.svg`, "account.read"),
  registerPayment: post(`${ACCOUNT}/payments`, "payment.register"),
  withdrawPayment: post(`${ACCOUNT}/payments/:payment/withdraw`, "payment.withdraw"),
  acknowledge: post(`${ACCOUNT}/alerts/:alert/acknowledge`, "alert.acknowledge"),
  makeCalendar: post(`${ACCOUNT}/calendar`, "calendar.make", "added"),
  askForAppointment: post(`${ACCOUNT}/appointment`, "account.change", "permission-asked"),
  makeAppointmentLink: post(`${ACCOUNT}/appointment/link`, "account.change", "link-made"),
  appoint: get("/appoint/:token", "appointment.read"),
  connect: { ...get("/connect/skatteverket", "signin.connect"), changes: ["begun"], namesAccount: true },
  connected: { ...get("/connect/skatteverket/callback", "signin.connect"), changes: ["completed"], namesAccount: true },
  readSignedIn: post(`${ACCOUNT}/read`, "account.refresh"),
  disconnect: post(`${ACCOUNT}/disconnect`, "signin.disconnect"),
  importForm: get("/import", "statement.form"),
  importStatement: { ...post("/import", "statement.import"), namesAccount: true },
  people: get("/people", "users.read"),
  invite: post("/people/invitations", "invitations.change", "invited"),
  uninvite: post("/people/invitations/:invitation/withdraw", "invitations.change", "withdrawn"),
  user: get(USER, "users.read"),
  changeUser: postAsAsked(USER, "users.change"),
  userLink: post(`${USER}/link`, "invitations.change", "sign-in-link"),
  shutOut: post(`${USER}/shut-out`, "users.change", "shut-out"),
  letIn: post(`${USER}/let-in`, "users.change", "let-in"),
  eraseUser: post(`${USER}/erase`, "users.change", "erased"),
  addGroup: post("/people/groups", "groups.change", "added"),
  group: get(GROUP, "groups.read"),
  changeGroup: postAsAsked(GROUP, "groups.change"),
  removeGroup: post(`${GROUP}/remove`, "groups.change", "removed"),
  audit: get("/audit", "audit.read"),
  auditCsv: get("/audit.csv", "audit.read"),
  signInPage: get("/sign-in", "session.begin"),
  signIn: post("/sign-in", "session.begin"),
  signOut: post("/sign-out", "session.end"),
  link: get("/link/:token", "session.begin"),
  joinPage: get("/join/:token", "session.begin"),
  join: post("/join/:token", "session.begin"),
  unsubscribePage: get("/unsubscribe/:token", "notices.stop"),
  unsubscribe: post("/unsubscribe/:token", "notices.stop"),
  stylesheet: get("/style.css", "service.read"),
  script: get("/app.js", "service.read"),
  icon: get("/icon.svg", "service.read"),
} as const satisfies Record<string, PageRoute>;

export type PageRouteName = keyof typeof PAGE_ROUTES;
