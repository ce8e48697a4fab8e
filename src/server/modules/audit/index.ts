export { type Act, recordAct, verifyChain } from './record.ts';
