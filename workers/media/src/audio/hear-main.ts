import { answerParent } from '../answer.ts';
import { hear } from './hear.ts';

answerParent(hear);
