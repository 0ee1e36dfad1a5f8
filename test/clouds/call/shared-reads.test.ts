import { expect, test } from "vitest";
import { SharedReads } from "../../../src/clouds/call/shared-reads.ts";

/** A vendor whose answers come when they are given, in the order in which they were asked for. */
function vendor() {
  const reads = new SharedReads<string>();
  const waiting: ((answer: string) => void)[] = [];
  const ask = () => new Promise<string>((resolve) => void waiting.push(resolve));
  return {
    asked: () => waiting.length,
    read: (key: string) => reads.reading(key, ask),
    write: () => reads.writing(ask),
    answer: (index: number, text: string) => waiting[index]?.(text),
  };
}

test("two who read the same at once share one answer", async () => {
  const { asked, read, answer } = vendor();
  const both = [read("addresses"), read("addresses")];
  expect(asked()).toBe(1);
  answer(0, "one");
  expect(await Promise.all(both)).toEqual(["one", "one"]);
});

test("who reads something else, or later, has an answer of its own", async () => {
  const { asked, read, answer } = vendor();
  const first = read("addresses");
  void read("secrets");
  answer(0, "one");
  await first;
  void read("addresses");
  expect(asked()).toBe(3);
});

test("a read that was asked for before a write began is not shared with who reads after its beginning, or after its end", async () => {
  const { asked, read, write, answer } = vendor();
  void read("addresses");
  const written = write();
  void read("addresses");
  expect(asked()).toBe(3);
  answer(1, "done");
  await written;
  void read("addresses");
  expect(asked()).toBe(4);
});

test("a failure is shared and not kept", async () => {
  const reads = new SharedReads<string>();
  const fail = () => Promise.reject(new Error("no"));
  const both = [reads.reading("addresses", fail), reads.reading("addresses", fail)];
  expect(await Promise.allSettled(both)).toMatchObject([{ status: "rejected" }, { status: "rejected" }]);
  expect(await reads.reading("addresses", async () => "yes")).toBe("yes");
});
