import { html } from "hono/html";
import type { Markup } from "./chart.ts";
import { CHARACTER, type Layout } from "./layout.ts";

type Reaching = Pick<Layout, "reach">;

/** Whether the picture does not reach an amount. */
export const isBeyond = ({ reach: [low, high] }: Reaching, amount: number): boolean => amount < low || amount > high;

/** The amount, or the nearest one that the picture reaches. */
export const withinReach = ({ reach: [low, high] }: Reaching, amount: number): number => Math.min(Math.max(amount, low), high);

/** Where the estimated balance leaves the picture: an arrow, and how far it goes. */
export function beyondMark(layout: Layout, label: (amount: number) => string): Markup | "" {
  const leaving = layout.estimated.find((step) => isBeyond(layout, step.balance));
  if (leaving === undefined) return "";
  const down = leaving.balance < layout.reach[0];
  const balances = layout.estimated.map((step) => step.balance);
  const text = label(down ? Math.min(...balances) : Math.max(...balances));
  const x = layout.x(leaving.from);
  const point = down ? layout.bottom - 1 : layout.top + 1;
  const arrow = `M${Math.round(x) - 5} ${point + (down ? -8 : 8)}h10l-5 ${down ? 8 : -8}z`;
  const width = text.length * CHARACTER;
  const [roomRight, roomLeft] = [x + 9 + width <= layout.right, x - 9 - width >= layout.left];
  const left = roomRight ? x + 9 : roomLeft ? x - 9 : layout.right - width;
  // Where there is no room on either side of the arrow the text stands clear of its point.
  const y = point + (down ? -4 : 14) + (roomRight || roomLeft ? 0 : down ? -10 : 10);
  return html`<path class="beyond" d="${arrow}"/>
<text class="estimate-label" x="${Math.round(left)}" y="${y}" text-anchor="${roomLeft && !roomRight ? "end" : "start"}">${text}</text>
`;
}
