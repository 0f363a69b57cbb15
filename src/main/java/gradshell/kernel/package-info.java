/// The loops over arrays: elementwise, reductions, products, copies.
package gradshell.kernel;
