/// Numbers in n dimensions, with no memory of where they came from.
package gradshell.array;
