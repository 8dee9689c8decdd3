import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULT, inProcess } from "../../../test/installation.ts";
import { ORG, QUIET } from "../../../test/norway.ts";
import { SYSTEM, startVendor, VENDOR, type Vendor } from "../../../test/vendor.ts";
import { ownerOf } from "./owner.ts";
import { registerSystem } from "./register.ts";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
  return () => vendor.here.close();
});

const altinn = () => vendor.here.norway.altinn.register;

describe("a system that stands in the register", () => {
  beforeEach(() => vendor.begin());
  const REDIRECT = "https://saldovakt.example/ferdig";

  it("is left as it is where nothing differs, and otherwise changed where that is said", async () => {
    expect((await vendor.asJson("register-system", "--vendor", VENDOR)).json).toMatchObject({
      outcome: "registered",
      system: { id: SYSTEM, vendorOrg: VENDOR, title: { nb: "Saldovakt" }, visible: false, redirectUrls: [] },
      changes: [],
    });
    expect((await vendor.asJson("register-system")).json).toMatchObject({ outcome: "unchanged", changes: [] });
    const before = vendor.here.norway.altinn.calls.length;
    const refused = await vendor.asJson("register-system", "--name", "Vakt");
    expect(refused).toMatchObject({
      status: 2,
      json: null,
      stderr: expect.stringMatching(/- Saldovakt[\s\S]+\+ Vakt[\s\S]+CONFIRMATION_MISSING/),
    });
    expect(vendor.here.norway.altinn.calls.slice(before).map(({ method }) => method)).toEqual(["GET"]);
    const replaced = await vendor.asJson("register-system", "--name", "Vakt", "--redirect", REDIRECT, "--visible", "--yes");
    expect(replaced.json).toMatchObject({
      outcome: "replaced",
      changes: [
        { field: "title", from: ["Saldovakt"], to: ["Vakt"] },
        { field: "redirect addresses", from: [], to: [REDIRECT] },
        { field: "visible", from: ["no"], to: ["yes"] },
      ],
    });
    // What is not said stays.
    expect((await vendor.asJson("register-system", "--redirect", "none", "--yes")).json).toMatchObject({
      system: { title: { nb: "Vakt" }, visible: true, redirectUrls: [] },
      changes: [{ field: "redirect addresses" }],
    });
  });

  it("gets a text in each language where one is missing", async () => {
    await vendor.register();
    const standing = altinn().systems.get(SYSTEM);
    if (!standing) expect.fail("the system was not registered");
    altinn().systems.set(SYSTEM, { ...standing, body: { ...standing.body, name: { nb: "Vakt", en: "Vakt" } } });
    expect((await vendor.asJson("register-system", "--yes")).json).toMatchObject({
      system: { title: { nb: "Vakt", nn: "Saldovakt", en: "Vakt" } },
      changes: [{ field: "title" }],
    });
  });

  it("is asked about before it is replaced", async () => {
    await vendor.register();
    const { context } = vendor.context();
    expect(await registerSystem(context, { name: "Vakt" }, async () => false)).toBe(2);
    expect(altinn().systems.get(SYSTEM)?.body.name).toMatchObject({ nb: "Saldovakt" });
    expect(await registerSystem(context, { name: "Vakt" }, async () => true)).toBe(0);
    expect(altinn().systems.get(SYSTEM)?.body.name).toMatchObject({ nb: "Vakt" });
  });

  it("is the certificate's organisation's where one signs in place of a key", async () => {
    const secret = await vendor.here.norway.maskinporten.addClient({ org: VENDOR, authentication: "certificate" });
    await vendor.here.write("own.secret.json", secret);
    expect((await vendor.asJson("register-system")).json).toMatchObject({
      outcome: "registered",
      system: { id: SYSTEM, clientIds: [secret.clientId] },
    });
    expect(await vendor.ask(ORG)).toMatchObject({ status: "new" });
    if (!("cert" in secret)) expect.fail("the client has no certificate");
    const [own = "", ...issuers] = secret.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
    // In whatever order the chain stands; of an issuer's number nothing is concluded.
    expect(ownerOf({ ...secret, cert: [...issuers, own].join("") })).toBe(VENDOR);
    expect(ownerOf({ ...secret, cert: issuers.join("") })).toBeNull();
  });

  it("sends a customer back to its own addresses only", async () => {
    await vendor.norway("register-system", "--vendor", VENDOR, "--redirect", REDIRECT);
    expect((await vendor.ask(ORG, "--redirect", REDIRECT)).status).toBe("new");
    expect((await vendor.norway("request-system-user", QUIET, "--redirect", "https://other.example/")).stderr).toMatch(
      FAULT("ALTINN_REDIRECT_REFUSED"),
    );
  });
});

describe("what is typed", () => {
  beforeEach(() => vendor.begin());

  it.each([
    [["request-system-user", "313367003"], "ORGANISATION_INVALID"],
    [["request-system-user", "165781006662"], "ORGANISATION_INVALID"],
    [["request-system-user", ORG, "--external-ref", ""], "EXTERNAL_REF_INVALID"],
    [["request-system-user", ORG, "--redirect", "http://a.example"], "REDIRECT_INVALID"],
    [["request-system-user", ORG, "--language", "sv"], "LANGUAGE_UNKNOWN"],
    [["request-system-user", ORG], "SYSTEM_NOT_REGISTERED"],
    [["register-system"], "VENDOR_MISSING"],
    [["register-system", "--vendor", "x"], "ORGANISATION_INVALID"],
    [["register-system", "--vendor", ORG], "ALTINN_FORBIDDEN"],
    [["register-system", "--vendor", VENDOR, "--name", " "], "TEXT_INVALID"],
    [["register-system", "--vendor", VENDOR, "--access-package", "x"], "ACCESS_PACKAGE_INVALID"],
    [["status", ORG, "--wait", "0"], "WAIT_INVALID"],
    [["status", "--forget"], "ORGANISATION_MISSING"],
    [["status", "--client", ORG], "ORGANISATION_MISSING"],
    [["status", ORG, "--client", "1"], "ORGANISATION_INVALID"],
  ])("%j is refused: %s", async (args, code) => {
    const { status, stdout, stderr } = await vendor.norway(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    vendor.expectNoNumbers(stderr);
  });

  it("may come by standard input", async () => {
    await vendor.register();
    const { stdout } = await inProcess(vendor.here.dir, ["norway", "request-system-user", "-", "--json"], { input: ` ${ORG}\n` });
    expect(JSON.parse(stdout)).toMatchObject({ org: ORG, status: "new" });
  });

  it("is explained by --help, with examples", async () => {
    for (const command of ["register-system", "request-system-user", "status"]) {
      const { status, stdout } = await vendor.norway(command, "--help");
      expect(status).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}\$ saldovakt norway /);
    }
  });
});
