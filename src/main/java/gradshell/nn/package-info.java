/// Layers, initialisers, losses.
package gradshell.nn;
