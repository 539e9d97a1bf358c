import { readFileSync, writeFileSync } from 'node:fs';
import UPNG from 'upng-js';

/** Few enough that the file is small, and enough for the colours of one theme. */
const COLOURS = 64;
const PAUSE_MS = 2_500;

/** Writes pictures of one size as one animated PNG. */
export function writeMovingPicture(file: string, pictures: readonly string[]): void {
  const frames = pictures.map(picture => UPNG.decode(readFileSync(picture)));
  const [first] = frames;
  if (first === undefined) throw new Error('A moving picture needs pictures.');
  const pixels = frames.map(frame => UPNG.toRGBA8(frame)[0]);
  const pauses = frames.map(() => PAUSE_MS);
  writeFileSync(file, Buffer.from(UPNG.encode(pixels, first.width, first.height, COLOURS, pauses)));
}
