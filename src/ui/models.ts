// How components reach the models without passing them through every layer.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Models } from '../state/models.ts';

const ModelsContext = createContext<Models | null>(null);

export const ModelsProvider = ModelsContext.Provider;

export function useModels(): Models {
  const models = useContext(ModelsContext);
  if (!models) throw new Error('No models: render inside ModelsProvider');
  return models;
}
