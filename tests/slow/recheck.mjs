// Read [{id, source, flags}] as JSON on stdin, check each with recheck, write one JSON line per pattern to stdout.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { check } = createRequire(process.env.RECHECK_FROM + "/")("recheck");
const patterns = JSON.parse(readFileSync(0, "utf-8"));
const timeout = Number(process.env.RECHECK_TIMEOUT ?? 3000);

async function work() {
  for (let one; (one = patterns.shift()); ) {
    let found;
    try {
      found = await check(one.source, one.flags, { timeout, attackTimeout: 1000, recallTimeout: -1500 });
    } catch (error) {
      found = { status: "error", error: String(error) };
    }
    const { status, complexity, attack, error } = found;
    process.stdout.write(JSON.stringify({ id: one.id, status, complexity, attack, error }) + "\n");
  }
}

await Promise.all([work(), work()]);
process.exit(0);
