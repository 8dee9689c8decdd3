import type { Action } from "@saldovakt/domain";
import { pattern, ROUTES, type Route, type RouteName } from "../api/route.ts";
import { PAGE_ROUTES, type PageRoute } from "../pages/routes.ts";

/** A route as the matrix asks it. */
export interface Asked {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly action: Action;
  readonly room: "api" | "pages";
  readonly query?: string;
}

export const API = (Object.entries(ROUTES) as [RouteName, Route][]).map(
  ([name, route]): Asked => ({ name, ...route, path: pattern(route.path).replace(/\{\[\^\/\]\+\\\.ics\}/, ".ics"), room: "api" }),
);
export const PAGES = (Object.entries(PAGE_ROUTES) as [string, PageRoute][]).map(
  ([name, route]): Asked => ({ name, ...route, room: "pages" }),
);
const FRESH = API.filter(({ name }) => name === "forecast").map(
  (route): Asked => ({ ...route, name: "forecast anew", action: "account.refresh", query: "fresh=true" }),
);

export const ALL = [...API, ...FRESH, ...PAGES];

export const isApi = ({ room, name }: Asked): boolean => room === "api" && name in ROUTES;
