/**
 * Shows what processes say that run side by side as if they ran one after the other: the first that has not ended as it
 * comes, what the others have said so far when their turn has come.
 */
export class Turns {
  #waiting;
  #print;

  /**
   * @param {readonly string[]} names in the order of their turns
   * @param {(text: string) => void} print
   */
  constructor(names, print) {
    this.#waiting = names.map((name) => ({ name, held: "", ended: false }));
    this.#print = print;
  }

  /**
   * @param {string} name whose turn has come, or will
   * @param {string} text
   */
  say(name, text) {
    const one = this.#waiting.find((other) => other.name === name);
    if (one === this.#waiting[0]) this.#print(text);
    else one.held += text;
  }

  /** @param {string} name who says nothing more */
  end(name) {
    this.#waiting.find((other) => other.name === name).ended = true;
    while (this.#waiting[0]?.ended) {
      this.#waiting.shift();
      const [next] = this.#waiting;
      if (next) this.#print(next.held);
    }
  }
}
