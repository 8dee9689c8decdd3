import { type Installation, install } from "../../packages/cli/test/installation.ts";
import { answered, type Served, serving } from "./browser.ts";

/** A client of whom nothing can be read until it appoints the firm. */
export const CLIENT = "165790000037";

export interface Firm {
  readonly here: Installation;
  readonly served: Served;
  /** What the firm has mailed to the client. */
  readonly mailed: { readonly page: string; readonly link: { readonly url: string; readonly kind: string } };
  close(): Promise<void>;
}

/** An accounting firm that serves its pages to those who sign in, and has asked a client to appoint it. */
export async function firm(): Promise<Firm> {
  const here = await install({ ombudApi: {}, companies: [{ identity: CLIENT, name: "Kunden & Söner AB", ombud: false }] } as never);
  const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
  const ombud = { organisation: "578100-6662", name: "Byrån Exempel AB", api: { apiUrl: here.authority.ombudUrl } };
  await here.configure({ skatteverket: { ...skatteverket, ombud }, policy: { language: "sv" }, publicUrl: "https://saldovakt.example.se" });
  const mailed = JSON.parse(await answered(here.dir, "ombud", "link", CLIENT, "--asked", "--json"));
  const served = await serving(here.dir, "serve", "--sign-in", "--port", "0");
  return {
    ...{ here, served, mailed },
    async close() {
      await served.stop();
      await here.close();
    },
  };
}
