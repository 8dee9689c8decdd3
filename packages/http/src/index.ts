export { type AddressGuard, checkPublicUrl, publicAddressesOnly } from "./address.ts";
export { fieldPath, isMarkup, isObject, type Json, jsonObject, retryAfterOf } from "./answer.ts";
export {
  type CertificateDescription,
  type CertificateHolder,
  certificateFault,
  certificateHolder,
  describeCertificate,
} from "./certificate.ts";
export { createHttpClient, type HttpClient, type HttpClientOptions, type HttpRequest, type HttpResponse } from "./client.ts";
export { createLimiter, type Limiter, type LimiterOptions } from "./limiter.ts";
export { LONGEST_WAIT_MS, type RetryOptions, retrying, THREE_TRIES } from "./retry.ts";
export { memorySlots, type SlotStore } from "./slots.ts";
export { systemTimer, type Timer } from "./timer.ts";
export type { TlsMaterial } from "./tls.ts";
export { virtualTimer } from "./virtual-timer.ts";
