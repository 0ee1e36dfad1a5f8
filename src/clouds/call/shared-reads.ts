/**
 * Has those who read the same thing at the same time share one answer. An answer is shared only as long as this process has begun and
 * ended no write since it was asked for: whoever reads a write back gets an answer of after it.
 */
export class SharedReads<T> {
  private readonly asked = new Map<string, Promise<T>>();

  reading(key: string, ask: () => Promise<T>): Promise<T> {
    const shared = this.asked.get(key);
    if (shared) return shared;
    const answer = ask().finally(() => {
      if (this.asked.get(key) === answer) this.asked.delete(key);
    });
    this.asked.set(key, answer);
    return answer;
  }

  async writing(write: () => Promise<T>): Promise<T> {
    this.asked.clear();
    try {
      return await write();
    } finally {
      this.asked.clear();
    }
  }
}
