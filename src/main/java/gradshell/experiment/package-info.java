/// A YAML file, run to a folder of results that says exactly what was run.
///
/// A text becomes a tree with places ([Document], [Node]). Other files are put into the tree ([Includes], [Merge]), overrides are written into it
/// ([Overrides]), references are followed ([References], [Sums]), and the tree is bound to a record whose components are the keys ([ExperimentFile], [Key]). Layers, losses and the like are bound to calls of the language's own words ([Words]), which are
/// found by reflection. What was bound ([Bound]) is a plan: it can be made, explained, and written as Java. Every mistake is a [Problem] with its
/// place. The same records and words give the JSON Schema ([Schema]), and a script in the language ([Eject]).
///
/// A run leaves figures and events ([RunDirectory], [EventFile]) and a page ([Page], [Curves]); what runs have left is read again to be compared ([PastRun], [Comparison]).
package gradshell.experiment;
