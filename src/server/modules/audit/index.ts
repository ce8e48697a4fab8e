export { type Act, recordAct, verifyChain } from './record.ts';
export { recorded } from './recorded.ts';
