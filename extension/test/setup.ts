/** The same examples every time; FC_SEED=random draws new ones, FC_SEED=7 those of seed 7. */

import fc from "fast-check";

const { FC_SEED } = process.env;
if (FC_SEED !== "random") fc.configureGlobal({ seed: Number(FC_SEED ?? 1) });
