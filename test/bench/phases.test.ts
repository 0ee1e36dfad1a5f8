import { expect, it } from "vitest";
import { toPhases } from "../../bench/phases.ts";

const line = (at: string, msg: string) =>
  `${JSON.stringify({ time: `2026-11-30T03:59:${at}123Z`, level: "INFO", msg, v: 7 })}\n`;
const start = [
  line("58.000000", "log file created"),
  line(
    "58.250000",
    "newPlugin(): Launching plugin 'nodejs' from '/home/plugins/language-nodejs/pulumi-language-nodejs'",
  ),
  line(
    "58.750000",
    "newPlugin(): Launching plugin 'nodejs' from '/home/plugins/language-nodejs/pulumi-language-nodejs'",
  ),
  line("59.000000", "langhost[nodejs].Run(pwd=/shop,root=/shop) executing"),
  line(
    "59.500000",
    "eventSink::Debug(<{%reset%}>Running program '/shop/index.ts' in pwd '/shop' w/ args: <{%reset%}>)",
  ),
  line("59.625000", "EvalSourceIterator produced a registration: t=pulumi:pulumi:Stack,name=shop-dev,#props=0"),
];
const shared = {
  "engine, before and after its log": 0.5,
  "engine, until it starts a language host": 0.25,
  "language host, only asked its version": 0.5,
  "language host": 0.25,
  "program: node and the SDK's runner": 0.5,
};

it("splits a preview into what it waits for, and counts plugins that start one after the other together", () => {
  const log = [
    ...start,
    line("59.750000", "EvalSourceIterator produced a registration: t=shop:index:Shop,name=shop,#props=0"),
    line(
      "59.760000",
      "newPlugin(): Launching plugin 'parity (resource)' from '/bin/pulumi-resource-parity' with args: 1",
    ),
    line("59.860000", "Handshake: success [/bin/pulumi-resource-parity]"),
    line(
      "59.900000",
      "newPlugin(): Launching plugin 'github (resource)' from '/x/pulumi-resource-github' with args: 1",
    ),
    "not a line of the log\n",
    line("59.950000", "Handshake: success [/x/pulumi-resource-github]"),
    line("59.960000", "killing plugin /bin/pulumi-resource-parity"),
    line("59.970000", "killing plugin /x/pulumi-resource-github"),
    line("59.980000", "done"),
  ].join("");
  const phases = toPhases(log, 2.48);
  expect(Object.keys(phases)).toEqual([
    ...Object.keys(shared),
    "program: its own code, until its first resource",
    "resources: plugins starting",
    "resources: the rest",
    "engine, stopping its plugins",
  ]);
  const rest = {
    "resources: plugins starting": 0.15,
    "resources: the rest": 0.07,
    "engine, stopping its plugins": 0.01,
  };
  const expected = { ...shared, "program: its own code, until its first resource": 0.25, ...rest };
  for (const [phase, seconds] of Object.entries(expected))
    expect([phase, phases[phase]?.toFixed(3)]).toEqual([phase, seconds.toFixed(3)]);
});

it("leaves out what a program without resources does not wait for", () => {
  const log = [...start, line("59.750000", "killing plugin /home/plugins/language-nodejs/pulumi-language-nodejs")].join(
    "",
  );
  expect(toPhases(log, 2.25)).toEqual({
    ...shared,
    "program: its own code, until its first resource": 0.25,
    "engine, stopping its plugins": 0,
  });
});
