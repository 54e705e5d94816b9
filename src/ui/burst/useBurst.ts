// How the parts of the burst's screen reach its model.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { BurstModel } from '../../state/burst.ts';

const BurstContext = createContext<BurstModel | null>(null);

export const BurstProvider = BurstContext.Provider;

export function useBurst(): BurstModel {
  const burst = useContext(BurstContext);
  if (!burst) throw new Error('No burst: render inside BurstProvider');
  return burst;
}
