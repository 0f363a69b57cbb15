/// Pictures of numbers: drawn in characters for a terminal, and to PNG and SVG files. They know numbers and names, not tensors.
package gradshell.plot;
