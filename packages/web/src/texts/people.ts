import type { ChangeCode, Language, Role } from "@saldovakt/domain";
import { ENGLISH_PEOPLE } from "./people.en.ts";
import { NORWEGIAN_PEOPLE } from "./people.nb.ts";
import { SWEDISH_PEOPLE } from "./people.sv.ts";

/** What the pages say of people, groups of accounts, and who did what. */
export interface PeopleTexts {
  readonly nav: string;
  readonly heading: string;
  readonly lead: string;
  readonly role: string;
  readonly roles: Readonly<Record<Role, string>>;
  /** What each may, in one sentence that begins with what they do. */
  readonly mayDo: Readonly<Record<Role, string>>;
  readonly name: string;
  readonly accounts: string;
  readonly all: string;
  /** Of what is reached: `n` accounts of their own, and so many groups. */
  reaches(accounts: number, groups: number): string;
  /** Accounts chosen one by one. */
  readonly single: {
    readonly heading: string;
    readonly hint: string;
    readonly narrow: string;
    readonly choose: string;
    chosen(n: number, of: number): string;
  };
  readonly since: string;
  readonly active: string;
  shutOut(day: string): string;
  readonly change: string;
  readonly save: string;
  readonly link: string;
  readonly shut: string;
  readonly letIn: string;
  readonly erase: string;
  readonly eraseNote: string;
  readonly eraseConfirm: string;
  readonly invite: { readonly heading: string; readonly lead: string; readonly submit: string };
  readonly waiting: {
    readonly heading: string;
    readonly join: string;
    readonly signIn: string;
    until(moment: string): string;
    readonly over: string;
    readonly withdraw: string;
  };
  readonly made: {
    readonly heading: string;
    readonly once: string;
    until(moment: string): string;
    readonly address: string;
    readonly back: string;
  };
  readonly group: {
    readonly heading: string;
    readonly lead: string;
    readonly none: string;
    readonly add: string;
    readonly save: string;
    readonly remove: string;
    readonly pick: string;
    count(n: number): string;
  };
  readonly filter: { readonly label: string; readonly every: string };
  readonly join: {
    readonly heading: string;
    readonly again: string;
    readonly terms: string;
    readonly seen: string;
    /** That what they do is written down. */
    readonly kept: string;
    readonly name: string;
    readonly nameHint: string;
    readonly submit: string;
    readonly submitAgain: string;
    readonly gone: { readonly heading: string; readonly text: string };
  };
  readonly refused: { readonly heading: string; readonly text: string };
  readonly open: { readonly heading: string; readonly text: string };
  /** By the beginning of a fault's code. */
  readonly fault: Readonly<Record<string, string>>;
  readonly audit: {
    readonly nav: string;
    readonly heading: string;
    readonly lead: string;
    readonly at: string;
    readonly who: string;
    readonly what: string;
    readonly about: string;
    readonly outcome: string;
    readonly outcomes: Readonly<Record<"permitted" | "refused" | "failed", string>>;
    readonly from: string;
    readonly to: string;
    readonly submit: string;
    readonly file: string;
    readonly none: string;
    readonly older: string;
    readonly gone: string;
    /** What was done, where an action stands for several things. */
    readonly changes: Readonly<Record<ChangeCode, string>>;
    readonly kinds: Readonly<Record<"open" | "user" | "key" | "system-user" | "vendor" | "link" | "command", string>>;
  };
}

export const PEOPLE_TEXTS: Readonly<Record<Language, PeopleTexts>> = { sv: SWEDISH_PEOPLE, nb: NORWEGIAN_PEOPLE, en: ENGLISH_PEOPLE };
