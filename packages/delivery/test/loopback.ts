import type { LookupFunction } from "node:net";
import type { AddressGuard } from "@saldovakt/http";

/** Lets loopback pass, which no guard for customers' URLs does. */
export const loopback: AddressGuard = {
  checkUrl: () => undefined,
  permits: (address) => address === "127.0.0.1",
  lookup: ((_, options, callback) =>
    options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4)) as LookupFunction,
};
