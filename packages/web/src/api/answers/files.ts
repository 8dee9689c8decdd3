import { type Account, type AccountId, isAccountId, type Language, may } from "@saldovakt/domain";
import { lastForecast, referenceOf } from "@saldovakt/service";
import type { Context } from "hono";
import { principalOfKey } from "../../access/principals.ts";
import { findKey } from "../access.ts";
import { conditional, strongTag, weakTag } from "../conditional.ts";
import type { Paying, ReadyFile } from "../files.ts";
import { refuse } from "../problem.ts";
import { invalid, readCount, readDay, readQuery } from "../query.ts";
import { ROUTES } from "../route.ts";
import type { Answer, Asking } from "./asking.ts";

/** What writes files is loaded with the first that is asked for. */
const files = () => import("../files.ts");

const LANGUAGES: readonly Language[] = ["sv", "nb", "en"];

/** More payments on one day than any account has. */
const MOST_PAYMENTS = 9_999;

function readPaying(c: Context): Paying {
  const query = readQuery(c, ["dueDate", "payment"]);
  const dueDate = readDay(c, "dueDate", query.dueDate);
  if (query.payment === undefined) return { dueDate };
  if (dueDate === undefined) throw invalid(c, "`payment` is one of a due date's: name the `dueDate` too.");
  return { dueDate, payment: readCount(c, "payment", query.payment, 1, MOST_PAYMENTS) };
}

/** A forecast as files for spreadsheets, banks and calendars. */
export const fileAnswers = (asking: Asking) => {
  const { ports, options } = asking;
  const { watch } = ports;
  const pageUrl = ({ id }: { readonly id: string }): string | null =>
    options.publicUrl === undefined ? null : `${options.publicUrl}/accounts/${id}`;
  const send = (c: Context, file: ReadyFile): Response =>
    conditional(c, file.body, file.headers, file.matter === undefined ? strongTag(file.body) : weakTag(file.matter));

  const itemOf = async (account: Account) => {
    const last = await lastForecast(account, watch);
    if (!last) return [];
    const { revision } = await import("../revision.ts");
    const revisedAt = await revision(account, last.forecast, ports);
    const withDetails = !watch.policyFor(account).discreet;
    return [{ account: referenceOf(account), forecast: last.forecast, withDetails, revisedAt }];
  };

  return {
    async forecastCsv(c) {
      const asker = await asking.enter(c, "forecastCsv");
      const { language } = readQuery(c, ["language"]);
      if (language !== undefined && !LANGUAGES.includes(language as Language))
        throw invalid(c, "`language` is one of `sv`, `nb` and `en`.");
      const account = await asking.account(c, asker);
      const forecast = await asking.lastKnown(c, account);
      const { forecastTable } = await files();
      return send(c, forecastTable(account, forecast, (language as Language | undefined) ?? watch.policyFor(account).language));
    },

    async paymentFile(c) {
      const asker = await asking.enter(c, "paymentFile");
      const paying = readPaying(c);
      const account = await asking.account(c, asker);
      const { bankFile } = await files();
      return send(c, bankFile(account, await asking.lastKnown(c, account), paying, watch.clock.now()));
    },

    async paymentCode(c) {
      const asker = await asking.enter(c, "paymentCode");
      const dueDate = readDay(c, "dueDate", readQuery(c, ["dueDate"]).dueDate);
      const account = await asking.account(c, asker);
      const { paymentPicture } = await files();
      return send(c, paymentPicture(await asking.lastKnown(c, account), dueDate, watch.policyFor(account).language));
    },

    calendar: asking.about("calendar", async ({ c, account }) => {
      const { language } = watch.policyFor(account);
      const items = await itemOf(account);
      if (items.length === 0) throw refuse(c, "NOT_READ_YET");
      const { calendarFile } = await files();
      return send(c, calendarFile(items, { language, withDetails: true, pageUrl }));
    }),

    /** The address itself is the key: it opens this calendar and nothing else, and one that is unknown, revoked or of another kind looks alike. */
    async subscribedCalendar(c) {
      const key = await findKey((c.req.param("key") ?? "").replace(/\.ics$/, ""), ports);
      const principal = key && principalOfKey(key);
      const { action } = ROUTES.subscribedCalendar;
      if (!key?.accounts || !principal || !may(principal, action, null).permitted) throw refuse(c, "CALENDAR_UNKNOWN");
      await asking.admit(c, key);
      readQuery(c, []);
      const ids = key.accounts.filter((id): id is AccountId => isAccountId(id) && may(principal, action, id).permitted);
      const found = await Promise.all(ids.map((id) => watch.records.account(id)));
      const accounts = found.flatMap((listed) => (listed ? [listed.account] : []));
      if (accounts.length === 0) throw refuse(c, "CALENDAR_UNKNOWN");
      for (const { id } of accounts) await asking.gate.enter(c, principal, action, id);
      const items = (await Promise.all(accounts.map(itemOf))).flat();
      // One calendar, one reader: of accounts that differ it speaks the installation's.
      const spoken = new Set(accounts.map((account) => watch.policyFor(account).language));
      const [language = options.language] = spoken.size === 1 ? spoken : [];
      const { calendarFile } = await files();
      return send(c, calendarFile(items, { language, withDetails: true, pageUrl }));
    },
  } satisfies Record<string, Answer>;
};
