/**
 * How the functions are bundled, in the words of SST's `nodejs` property; the infrastructure and the tests bundle with the same. What is left out is
 * never reached on Lambda and would be half of each bundle:
 * - undici's second, experimental parser (165 kB), by undici's own switch;
 * - where the SDK looks for credentials after the environment, which on Lambda always holds them (140 kB). Should they ever be missing there, the
 *   call fails, as it would have.
 */
export const BUNDLING = {
  minify: true,
  esbuild: {
    define: { esbuildDetection: "1" },
    external: [
      "@aws-sdk/credential-provider-http",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-process",
      "@aws-sdk/credential-provider-sso",
      "@aws-sdk/credential-provider-web-identity",
      "@smithy/credential-provider-imds",
    ],
  },
} as const;
