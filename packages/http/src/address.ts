import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { SaldovaktError } from "@saldovakt/domain";

/**
 * What customers' URLs must not reach, within the unicast space: IANA's special-purpose registries (RFC 6890 and its updates) and every form
 * that wraps an IPv4 address.
 */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, cloud metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.31.196.0", 24], // AS112
  ["192.52.193.0", 24], // AMT
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["192.175.48.0", 24], // AS112
  ["198.18.0.0", 15], // benchmarking
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** Within 2000::/3, the only space given out as global unicast; everything outside it is refused without a list. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // protocol assignments: Teredo, benchmarking, ORCHID, AMT
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4
  ["2620:4f:8000::", 48], // AS112
  ["3ffe::", 16], // 6bone, given back
  ["3fff::", 20], // documentation
];

const refused = new BlockList();
for (const [net, prefix] of SPECIAL_IPV4) refused.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of SPECIAL_IPV6) refused.addSubnet(net, prefix, "ipv6");
const globalIpv6 = new BlockList();
globalIpv6.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an IP address, in any valid spelling, is one on the public internet that belongs to a single host. False for names, zone ids and
 * anything that is no address.
 */
export function isGlobalUnicast(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused.check(address, "ipv4");
  if (family !== 6 || address.includes("%")) return false;
  return globalIpv6.check(address, "ipv6") && !refused.check(address, "ipv6");
}

/** Decides where a client's calls may go. */
export interface AddressGuard {
  /** Throws `HTTP_ADDRESS_REFUSED` for a URL that may not be called, as far as its text tells. */
  checkUrl(url: URL): void;
  /** Whether a connection to this IP address may be used. */
  permits(address: string): boolean;
  /** Looks a name up at connect time; fails with `HTTP_ADDRESS_REFUSED` unless every address found may be used. */
  readonly lookup: LookupFunction;
}

/**
 * The guard for customers' URLs: https, no credentials, global unicast addresses only. Names are judged by what they resolve to when the
 * connection is made, so an answer that changes after configuration (DNS rebinding) gains nothing; one bad address among good ones is enough to
 * refuse.
 */
export function publicAddressesOnly(lookup: LookupFunction = systemLookup as LookupFunction): AddressGuard {
  return {
    checkUrl: checkPublic,
    permits: isGlobalUnicast,
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error) return callback(error, "");
        const all = typeof found === "string" ? [{ address: found, family: isIP(found) }] : found;
        const [first] = all;
        if (first === undefined || !all.every(({ address }) => isGlobalUnicast(address))) return callback(addressRefused(), "");
        if (options.all) callback(null, all);
        else callback(null, first.address, first.family);
      });
    },
  };
}

/** Names that stand for this machine or this network everywhere (RFC 6761, 6762 and 8375; `internal` by ICANN's decision of 2024). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/**
 * Reads a customer's URL when it is configured. Throws `HTTP_URL_INVALID` for what is no URL and `HTTP_ADDRESS_REFUSED` for one that could
 * never be called. What passes is still judged again on every connection.
 */
export function checkPublicUrl(text: string): URL {
  const url = URL.parse(text);
  if (!url) {
    const remedy = "write it as https://host/path";
    throw new SaldovaktError("the address is not a complete URL", { code: "HTTP_URL_INVALID", scope: "input", remedy });
  }
  checkPublic(url);
  return url;
}

function checkPublic(url: URL): void {
  if (url.protocol !== "https:") throw addressRefused("it does not use https");
  if (url.username || url.password) throw addressRefused("it holds a user name or password");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const fine = isIP(host) === 0 ? !LOCAL_NAME.test(host) : isGlobalUnicast(host);
  if (!fine) throw addressRefused();
}

export function addressRefused(reason = "it does not lie on the public internet"): SaldovaktError {
  return new SaldovaktError(`the address may not be called: ${reason}`, {
    code: "HTTP_ADDRESS_REFUSED",
    scope: "account",
    remedy: "give an https URL whose host has public addresses only",
  });
}
