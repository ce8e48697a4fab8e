// The words of CBV 2.0 that an event may use without a namespace; any other value must be a full URI of its own.
export const BIZ_STEPS: ReadonlySet<string> = new Set(
  (
    'accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting decommissioning ' +
    'departing destroying disassembling dispensing encoding entering_exiting holding inspecting installing killing loading ' +
    'other packing picking receiving removing repackaging repairing replacing reserving retail_selling sampling ' +
    'sensor_reporting shipping staging_outbound stock_taking stocking storing transporting unloading unpacking void_shipping'
  ).split(' '),
);
export const DISPOSITIONS: ReadonlySet<string> = new Set(
  (
    'active available completeness_inferred completeness_verified conformant container_closed container_open damaged ' +
    'destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance ' +
    'mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled ' +
    'reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown'
  ).split(' '),
);
export const TRANSACTION_TYPES: ReadonlySet<string> = new Set(
  'bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt'.split(' '),
);
export const PARTY_TYPES: ReadonlySet<string> = new Set('location owning_party possessing_party'.split(' '));
export const MEASUREMENTS: ReadonlySet<string> = new Set(
  (
    'AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance AmountOfSubstancePerUnitVolume ' +
    'Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance Conductance Conductivity Count Density ' +
    'Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ' +
    'ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance KinematicViscosity Length ' +
    'LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass ' +
    'MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power ' +
    'Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume ' +
    'Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux ' +
    'Wavenumber'
  ).split(' '),
);
export const ALERTS: ReadonlySet<string> = new Set('ALARM_CONDITION ERROR_CONDITION'.split(' '));
export const COMPONENTS: ReadonlySet<string> = new Set(
  (
    'altitude axial_distance azimuth easting elevation_angle height latitude longitude northing polar_angle spherical_radius ' + 'x y z'
  ).split(' '),
);
export const ERROR_REASONS: ReadonlySet<string> = new Set('did_not_occur incorrect_data'.split(' '));
export const EVENT_TYPES: ReadonlySet<string> = new Set([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
]);
