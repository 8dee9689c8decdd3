import type { Language } from "@saldovakt/domain";
import type { Context } from "hono";
import { languageCookie } from "../access/page-cookies.ts";

export const LANGUAGES: readonly Language[] = ["sv", "nb", "en"];

/** The languages in their own words. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { sv: "Svenska", nb: "Norsk", en: "English" };

const isLanguage = (text: string | undefined): text is Language => LANGUAGES.some((language) => language === text);

/** Languages that are read where another of ours is. */
const READ_AS: Readonly<Record<string, Language>> = { sv: "sv", nb: "nb", no: "nb", nn: "nb", da: "nb", en: "en" };

/** What the reader chose, else what their browser asks for, else the installation's. */
export function languageOf(c: Context, usual: Language): Language {
  const chosen = languageCookie(c);
  return isLanguage(chosen) ? chosen : (preferred(c.req.header("accept-language")) ?? usual);
}

/** The choice made with this request by `?lang=`; null where none was made. */
export function languageChosen(c: Context): Language | null {
  const asked = c.req.query("lang");
  return isLanguage(asked) ? asked : null;
}

const LONGEST = 500;

/** The first language of an `Accept-Language` header that we speak, by its weights. */
export function preferred(header: string | undefined): Language | null {
  const wanted = (header ?? "")
    .slice(0, LONGEST)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((parameter) => /^\s*q=(\d(?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]).find((q) => q !== undefined);
      return { language: READ_AS[tag.split("-")[0] ?? ""], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter((each) => each.language !== undefined && each.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted[0]?.language ?? null;
}

/** The same page in another language. */
export function inLanguage(address: string, language: Language): string {
  const url = new URL(address, "http://own.invalid");
  url.searchParams.set("lang", language);
  return url.pathname + url.search;
}
