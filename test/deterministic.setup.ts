import * as fc from "fast-check";

// The same cases on every run. FAST_CHECK_SEED=<number> explores others; a failure prints the seed to repeat it with.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122) });
