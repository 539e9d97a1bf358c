/** The part of upng-js that is used here; it brings no types. */
declare module 'upng-js' {
  interface Picture {
    readonly width: number;
    readonly height: number;
  }

  const UPNG: {
    decode(file: Uint8Array): Picture;
    /** The pixels of each frame. */
    toRGBA8(picture: Picture): [ArrayBuffer, ...ArrayBuffer[]];
    /** @param colours of the palette; 0 keeps all. @param pauses in milliseconds, one for each frame */
    encode(
      frames: readonly ArrayBuffer[],
      width: number,
      height: number,
      colours: number,
      pauses: readonly number[],
    ): ArrayBuffer;
  };
  export default UPNG;
}
