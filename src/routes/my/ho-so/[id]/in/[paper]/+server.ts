import { print } from '../../../../../desk/ho-so/print.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, params }) => print(locals, params);
