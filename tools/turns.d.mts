export declare class Turns {
  constructor(names: readonly string[], print: (text: string) => void);
  say(name: string, text: string): void;
  end(name: string): void;
}
