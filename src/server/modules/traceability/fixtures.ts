// For the assemblers only: sample data of the three rooms.
export { loadSampleCodes } from './codes/sample.ts';
export { loadSampleLots } from './lots/sample.ts';
