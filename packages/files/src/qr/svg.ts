import { encode } from "uqr";
import { escapeXml } from "../payment/xml.ts";

export interface QrPicture {
  readonly title: string;
  readonly description: string;
  /** Sets the ids of title and description apart where a page holds several pictures. */
  readonly id: string;
}

/** Light modules around the code, as many as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

/** Pixels per module where nothing else sets the size: enough for a phone held to a screen. */
const MODULE_PIXELS = 5;

/** The dark modules as rows of runs: one path, so that no hairline shows between neighbours. */
function darkPath(modules: readonly (readonly boolean[])[]): string {
  const runs: string[] = [];
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      let end = x;
      while (row[end]) end++;
      runs.push(`M${x} ${y}h${end - x}v1h-${end - x}z`);
      x = end;
    }
  });
  return runs.join("");
}

/** The text as a QR code: black on white whatever the page's colours, and without a style that a content security policy would stop. */
export function qrSvg(text: string, { title, description, id }: QrPicture): string {
  const { data, size } = encode(text, { ecc: "M", border: QUIET_ZONE });
  return `<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * MODULE_PIXELS}" height="${size * MODULE_PIXELS}" role="img" aria-labelledby="${escapeXml(id)}-title ${escapeXml(id)}-desc" shape-rendering="crispEdges">
<title id="${escapeXml(id)}-title">${escapeXml(title)}</title>
<desc id="${escapeXml(id)}-desc">${escapeXml(description)}</desc>
<rect width="${size}" height="${size}" fill="#fff"/>
<path d="${darkPath(data)}" fill="#000"/>
</svg>
`;
}
