import { plainDate } from "@saldovakt/domain";
import { type NorwayOptions, type SimulatedNorway, startNorway } from "@saldovakt/simulator";
import { type Installation, install, TODAY } from "./installation.ts";

/** Published as test data. */
export const ORG = "313367002";
/** Invented, with right check digits. */
export const QUIET = "310000027";
export const PARENT = "311000020";

const KID_OF_A_CLAIM = "12343";

/** One company with everything that the contract says something of, and one with nothing to pay. */
const COMPANIES: NonNullable<NorwayOptions["companies"]> = [
  {
    org: ORG,
    name: "Eksempel AS",
    claims: [
      {
        text: "Arbeidsgiveravgift",
        group: "Arbeidsgiveravgift",
        interest: 12.5,
        dues: [{ dueDate: plainDate("2026-11-16"), amount: 8_400, kid: KID_OF_A_CLAIM }],
      },
      {
        text: "Merverdiavgift",
        group: "Merverdiavgift",
        interest: 0,
        dues: [
          { dueDate: plainDate("2026-12-10"), amount: 18_420.5, kid: KID_OF_A_CLAIM },
          { dueDate: plainDate("2026-12-14"), amount: 100, kid: null },
        ],
      },
      { text: "Til gode", group: "Merverdiavgift", interest: 0, dues: [{ dueDate: plainDate("2026-12-01"), amount: -3_000 }] },
    ],
    payments: [{ on: plainDate("2026-11-20"), amount: 500, kid: "2345676" }],
  },
  { org: QUIET, name: "Stille AS" },
];

export interface NorwegianInstallation extends Installation {
  readonly norway: SimulatedNorway;
  /** The two sections, as they work. */
  readonly sections: { readonly maskinporten: object; readonly skatteetaten: object };
}

/** A folder whose configuration reads both countries, from simulated authorities. */
export async function installBoth(options: Partial<NorwayOptions> = {}): Promise<NorwegianInstallation> {
  const [here, norway] = await Promise.all([install({ companies: 2 }), startNorway({ today: TODAY, companies: COMPANIES, ...options })]);
  await here.write("norway.pem", norway.ca);
  await here.write("maskinporten.secret.json", norway.secret);
  const { maskinporten, skatteetaten } = norway;
  const sections = {
    maskinporten: { environment: "test", issuer: maskinporten.issuer, ca: "file:norway.pem", secret: "file:maskinporten.secret.json" },
    skatteetaten: { environment: "test", apiUrl: skatteetaten.apiUrl, ca: "file:norway.pem" },
  };
  const accounts = [
    ...here.authority.companies.map(({ identity, name }) => ({ identity, name })),
    { identity: ORG, name: "Eksempel AS", source: "skatteetaten" },
    { identity: QUIET, name: "Stille AS", systemUser: { org: QUIET } },
  ];
  const configure = (more: object = {}): Promise<void> => here.configure({ ...sections, accounts, ...more });
  await configure();
  const close = async (): Promise<void> => void (await Promise.all([here.close(), norway.close()]));
  return { ...here, norway, sections, configure, close };
}

/** The claims of the latest grant. */
export function lastGrant({ maskinporten }: SimulatedNorway): Readonly<Record<string, unknown>> {
  const [, payload = ""] = (maskinporten.grants.at(-1)?.assertion ?? "").split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}
