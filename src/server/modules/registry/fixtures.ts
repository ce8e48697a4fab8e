// For the assemblers only: the sample register.
export { generateSample } from './sample/generate.ts';
export { isSample, loadSample, sampleSize } from './sample/load.ts';
