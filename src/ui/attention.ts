// Whether what is drawn here is what the learner is at; cards above and below it must stay silent.

import { createContext } from 'preact';

export const Attention = createContext(true);
