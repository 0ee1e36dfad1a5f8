// What `scriptPulumi` puts on the PATH: `node scripted-pulumi.mjs <folder> <words of pulumi>`.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...words] = process.argv.slice(2);
const optionOf = (flag) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
const command = words[0] === "-C" ? words[2] : words[0];
appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify(words)}\n`);
const script = JSON.parse(readFileSync(join(folder, "script.json"), "utf8"));
const flagged = ["--preview-only", "--refresh"].find((flag) => words.includes(flag) && script[`${command} ${flag}`]);
const {
  events = [],
  after,
  prints = "",
  says = "",
  writes,
  code = 0,
  lasts = 0,
  kill,
} = script[`${command} ${flagged}`] ?? script[command] ?? {};

process.stdout.write(prints);
process.stderr.write(says);
if (writes !== undefined && optionOf("--file"))
  writeFileSync(optionOf("--file"), typeof writes === "string" ? writes : nextOf(writes));
if (optionOf("--save-plan")) writeFileSync(optionOf("--save-plan"), "{}");
if (optionOf("--event-log") && events.length > 0) await send(optionOf("--event-log"), events);
if (optionOf("--event-log") && after) await send(optionOf("--event-log"), after);
if (lasts > 0) await new Promise((resolve) => setTimeout(resolve, lasts));
process.exitCode = code;

async function send(address, part) {
  const { Client, credentials } = await import("@grpc/grpc-js");
  const { default: eventsGrpc } = await import("@pulumi/pulumi/proto/events_grpc_pb.js");
  const { default: eventsPb } = await import("@pulumi/pulumi/proto/events_pb.js");
  const client = new Client(address.replace("tcp://", ""), credentials.createInsecure());
  const { path, requestSerialize, responseDeserialize } = eventsGrpc.EventsService.streamEvents;
  return new Promise((resolve, reject) => {
    const call = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, (error) => {
      client.close();
      if (error) reject(error);
      else resolve();
    });
    for (const event of part) {
      const request = new eventsPb.EventRequest();
      request.setEvent(typeof event === "string" ? event : JSON.stringify(event));
      call.write(request);
    }
    if (kill) setTimeout(() => process.kill(process.pid, "SIGKILL"), 200);
    else call.end();
  });
}

/** By how often the command was run. */
function nextOf(texts) {
  const calls = readFileSync(join(folder, "calls.jsonl"), "utf8").trimEnd().split("\n");
  const before = calls.filter((line) => JSON.parse(line)[2] === command).length - 1;
  return texts[Math.min(before, texts.length - 1)];
}
