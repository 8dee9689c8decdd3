import { type AccountGroup, reachesAll } from "@saldovakt/domain";
import { html } from "hono/html";
import type { Viewer } from "../access/viewer.ts";
import type { WebPorts } from "../ports.ts";
import { PEOPLE_TEXTS } from "../texts/people.ts";
import type { Markup } from "./layout.ts";
import type { View } from "./view.ts";

export interface GroupFilter {
  /** Those the viewer may choose from. */
  readonly groups: readonly AccountGroup[];
  readonly chosen: AccountGroup | null;
}

/**
 * The groups by which somebody may narrow the list: all of them for whoever reaches every account, else the groups they are in, since a name tells of clients.
 * It only ever leaves accounts out.
 */
export async function groupFilter(viewer: Viewer, asked: string | undefined, { people }: Pick<WebPorts, "people">): Promise<GroupFilter> {
  const own = viewer.kind === "user" ? new Set<string>(viewer.user.groups) : new Set<string>();
  if (!reachesAll(viewer.principal) && own.size === 0) return { groups: [], chosen: null };
  const all = await people.groups();
  const groups = reachesAll(viewer.principal) ? all : all.filter(({ id }) => own.has(id));
  return { groups, chosen: groups.find(({ id }) => id === asked) ?? null };
}

/** The choice, within the form that searches. */
export function groupField({ groups, chosen }: GroupFilter, view: View): Markup | "" {
  if (groups.length === 0) return "";
  const { filter } = PEOPLE_TEXTS[view.language];
  const options = groups.map(
    ({ id, name }) => html`<option value="${id}"${id === chosen?.id ? html` selected="selected"` : ""}>${name}</option>`,
  );
  return html`<div><label for="group">${filter.label}</label><select id="group" name="group"><option value="">${filter.every}</option>${options}</select></div>`;
}
