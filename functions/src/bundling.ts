/**
 * How the functions are bundled, in the words of SST's `nodejs` property; the infrastructure and the tests bundle with the same. What is imported
 * only when it is needed lies in files of its own, so that a cold start loads what the first event needs and nothing else. What is left out
 * is never reached on Lambda:
 * - undici's second, experimental parser (165 kB), by undici's own switch; its first one as it is for processors without SIMD (72 kB), which all of
 *   Lambda's have;
 * - where the SDK looks for credentials after the environment, which on Lambda always holds them (140 kB). Should they ever be missing there, the
 *   call fails, as it would have;
 * - what the SDK loads in browsers (`bowser`) and for operations that stream events, of which we call none (53 kB).
 */
export const BUNDLING = {
  minify: true,
  splitting: true,
  esbuild: {
    define: { esbuildDetection: "1" },
    external: [
      "@aws-sdk/credential-provider-http",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-process",
      "@aws-sdk/credential-provider-sso",
      "@aws-sdk/credential-provider-web-identity",
      "*/llhttp-wasm.js",
      "@smithy/core/event-streams",
      "@smithy/credential-provider-imds",
      "bowser",
    ],
  },
} as const;
