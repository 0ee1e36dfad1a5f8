declare module "tweetnacl-sealedbox-js" {
  const sealedBox: {
    /** The box, which only the holder of the key opens. */
    readonly seal: (message: Uint8Array, publicKey: Uint8Array) => Uint8Array;
  };
  export default sealedBox;
}
