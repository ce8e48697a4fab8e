// Codes from the camera or from a photograph: by the browser's own reader where it has one, else by qr.js. Nothing leaves the device.
import { readQr } from './qr.js';

/** Pixels on the longer side: enough for the largest code, quick enough for an old phone. */
const SIDES = [800, 1600, 480];
const PAUSE = 120;

const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d', { willReadFrequently: true });

function read(source, width, height, side) {
  const scale = Math.min(side / Math.max(width, height), 1);
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  pen.drawImage(source, 0, 0, canvas.width, canvas.height);
  return readQr(pen.getImageData(0, 0, canvas.width, canvas.height));
}

/** The browser's own reader; some have the class and no reader behind it. */
async function ownReader() {
  const formats = 'BarcodeDetector' in window ? await window.BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  return formats.includes('qr_code') ? new window.BarcodeDetector({ formats: ['qr_code'] }) : undefined;
}

/** The text of a code in a photograph; undefined when there is none. */
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  for (const side of SIDES) {
    const text = read(picture, picture.width, picture.height, side);
    if (text !== undefined) return text;
  }
  const [found] = (await (await ownReader())?.detect(picture).catch(() => [])) ?? [];
  return found?.rawValue;
}

export const hasCamera = () => navigator.mediaDevices?.getUserMedia !== undefined;

/** Shows the camera in `view` until a code is seen; undefined when it was stopped first. Rejects when there is no camera to open. */
export async function watch(view, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  try {
    view.srcObject = stream;
    view.hidden = false;
    await view.play();
    const reader = await ownReader();
    while (!signal.aborted) {
      const [found] = (await reader?.detect(view).catch(() => [])) ?? [];
      const text = found?.rawValue ?? (view.videoWidth ? read(view, view.videoWidth, view.videoHeight, SIDES[0]) : undefined);
      if (text) return text;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    view.hidden = true;
  }
}
