import { startFauxqs } from "fauxqs";
import { snsSuite } from "../test/sns-suite.ts";

snsSuite("fauxqs", async () => {
  const server = await startFauxqs({ port: 0, logger: false });
  return { endpoint: `http://127.0.0.1:${server.port}`, perProtocol: false, stop: () => server.stop() };
});
